// redis_relay PORT MICROSECONDS
// Prints a port, on which each byte to and from the server on PORT is late by so much; ends with its input.

#include "support/relay.hpp"

#include <cstdlib>
#include <iostream>
#include <string>

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    support::relay relay(std::atoi(argv[1]), std::chrono::microseconds(std::atoi(argv[2])));
    std::cout << relay.port() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
    }
}
