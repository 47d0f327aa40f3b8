require "http/client"
require "http/web_socket"

# A visitor: one keep-alive connection and the cookies it was given.
class Browser
  property cookies = {} of String => String
  # When those that it was given last expire.
  getter expires = {} of String => Time

  getter port : Int32

  def initialize(@port : Int32)
    @client = HTTP::Client.new("127.0.0.1", @port)
    @client.read_timeout = 30.seconds
  end

  def get(path : String) : HTTP::Client::Response
    keep_cookies(@client.get(path, headers))
  end

  def post(path : String, form : String) : HTTP::Client::Response
    response = keep_cookies(@client.post(path, headers, form: form))
    expect response.status_code, 200, "status of #{path}"
    response
  end

  private def keep_cookies(response)
    response.cookies.each do |cookie|
      cookies[cookie.name] = cookie.value
      cookie.expires.try { |time| expires[cookie.name] = time }
    end
    response
  end

  def headers : HTTP::Headers
    headers = HTTP::Headers.new
    headers["Cookie"] = cookies.map { |name, value| "#{name}=#{value}" }.join("; ") unless cookies.empty?
    headers
  end

  def body(path : String) : String
    response = get(path)
    expect response.status_code, 200, "status of #{path}"
    response.body
  end

  def cookie : String
    cookies["_session"]
  end

  def cookie=(value : String)
    cookies["_session"] = value
  end

  def close : Nil
    @client.close
  end
end
