module HTTP::Handler
  def call_next(context)
  end
end

class HTTP::LogHandler
  include Handler
end

class HTTP::ErrorHandler
  include Handler
end
