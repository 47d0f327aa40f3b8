def login(user)
  session.regenerate_id
  session[:user_id] = user.id
end
