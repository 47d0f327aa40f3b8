#include "redis_cluster.hpp"

namespace support {

int slot_of(const std::string &key) {
    unsigned crc = 0; // CRC16/XMODEM, as the Redis Cluster specification has it
    for (unsigned char byte : key) {
        crc ^= static_cast<unsigned>(byte) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc << 1) ^ (crc & 0x8000 ? 0x1021u : 0u);
    }
    return static_cast<int>(crc & 0x3fff);
}

redis_cluster::redis_cluster() {
    command create{.arguments = {"redis-cli", "--cluster", "create"}};
    for (int i = 0; i < 6; ++i) {
        nodes_.push_back(std::make_unique<redis_server>(std::vector<std::string>{
            "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-port",
            std::to_string(free_port()), "--repl-diskless-sync-delay", "0"}));
        create.arguments.push_back(address(static_cast<std::size_t>(i)));
    }
    for (auto argument : {"--cluster-replicas", "1", "--cluster-yes"})
        create.arguments.push_back(argument);
    auto done = run(create);
    if (done.status != 0) throw std::runtime_error("the cluster was not created: " + done.out + done.err);
    wait_until("the cluster and its replicas", [&] {
        for (auto &node : nodes_) {
            auto replication = node->cli({"INFO", "replication"});
            if (node->cli({"CLUSTER", "INFO"}).find("cluster_state:ok") == std::string::npos ||
                node->cli({"CLUSTER", "NODES"}).find("handshake") != std::string::npos ||
                (replication.find("role:slave") != std::string::npos &&
                 replication.find("master_link_status:up") == std::string::npos))
                return false;
        }
        return true;
    });
}

void redis_cluster::load(const std::string &prefix, int count) {
    std::vector<std::string> commands(3);
    for (int i = 0; i < count; ++i) {
        auto key = prefix + std::to_string(i);
        // redis-cli --cluster create gives the masters 0-5460, 5461-10922 and 10923-16383.
        auto slot = slot_of(key);
        commands[slot <= 5460    ? 0
                 : slot <= 10922 ? 1
                                 : 2] += "SET " + key + " '{\"user_id\":" + std::to_string(i % 10) + "}'\n";
    }
    for (std::size_t i = 0; i < commands.size(); ++i)
        nodes_[i]->load(commands[i]);
}

int redis_cluster::keys() {
    int sum = 0;
    for (auto &node : nodes_)
        if (node->process().running() && node->cli({"ROLE"}).starts_with("master"))
            sum += std::stoi(node->cli({"DBSIZE"}));
    return sum;
}

} // namespace support
