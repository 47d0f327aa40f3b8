module MyApp
  include Azu
end
