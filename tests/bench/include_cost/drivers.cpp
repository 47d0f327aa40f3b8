#include <SQLiteCpp/SQLiteCpp.h>
#include <hiredis/hiredis.h>

#include <pqxx/pqxx>
#include <string>

int main(int, char **argv) {
    redisContext *redis = redisConnect("localhost", 6379);
    auto *reply = static_cast<redisReply *>(redisCommand(redis, "DEL %s", argv[1]));
    freeReplyObject(reply);
    redisFree(redis);

    pqxx::connection postgresql(argv[1]);
    pqxx::work transaction(postgresql);
    auto removed = transaction.exec("DELETE FROM sessions").affected_rows();
    transaction.commit();

    SQLite::Database sqlite(argv[1], SQLite::OPEN_READWRITE);
    return static_cast<int>(removed) + sqlite.exec("DELETE FROM sessions");
}
