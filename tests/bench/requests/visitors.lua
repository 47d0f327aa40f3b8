-- One of many visitors a request, each with the cookie that the file COOKIES has for it.
local cookies, last = {}, 0
for line in io.lines(os.getenv("COOKIES")) do cookies[#cookies + 1] = line end
request = function()
  last = last % #cookies + 1
  return wrk.format("GET", nil, { ["Host"] = "localhost", ["Cookie"] = cookies[last] })
end
