#pragma once

#include "redis_server.hpp"

#include <memory>
#include <string>
#include <vector>

namespace support {

/// A private Redis Cluster of three masters (nodes 0 to 2) and three replicas (nodes 3 to 5) on loopback.
class redis_cluster {
public:
    redis_cluster();

    redis_server &node(std::size_t index) { return *nodes_[index]; }
    std::size_t size() const { return nodes_.size(); }
    std::string id(std::size_t index) const { return nodes_[index]->cli({"CLUSTER", "MYID"}); }
    std::string address(std::size_t index) const {
        return "127.0.0.1:" + std::to_string(nodes_[index]->port());
    }

    /// Sets `count` keys under `prefix`, wherever they belong.
    void load(const std::string &prefix, int count);
    /// How many keys all running masters hold together.
    int keys();

private:
    std::vector<std::unique_ptr<redis_server>> nodes_;
};

/// The cluster's slot of a key without a hash tag.
int slot_of(const std::string &key);

} // namespace support
