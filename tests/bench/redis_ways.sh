#!/bin/sh
# redis_ways.sh WAY PORT AZU: clears the sessions bench:session:* on the server at PORT in the named way.
set -eu
way=$1 port=$2 azu=$3

script='local cursor, removed = "0", 0
repeat
  local page = redis.call("SCAN", cursor, "MATCH", ARGV[1], "COUNT", 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do removed = removed + redis.call("UNLINK", key) end
until cursor == "0"
return removed'

case $way in
'this tool') REDIS_URL=redis://127.0.0.1:$port exec $azu session:clear --backend redis --force ;;
'KEYS, DEL a key') redis-cli -p "$port" KEYS 'bench:session:*' | sed 's/^/DEL /' | redis-cli -p "$port" ;;
'redis-cli --scan, xargs unlink')
    redis-cli -p "$port" --scan --pattern 'bench:session:*' | xargs -n 1000 redis-cli -p "$port" unlink
    ;;
'Lua EVAL') redis-cli -p "$port" EVAL "$script" 0 'bench:session:*' ;;
'nobody (idle server)') sleep 1 ;;
esac >/dev/null
