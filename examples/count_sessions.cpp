// Says how many sessions an application has, in a program of several source files:
//     count_sessions DIRECTORY
#include <azu_session/clear.hpp>

#include "sessions.hpp"

#include <iostream>

namespace az = azu_session;

int main(int count, char **arguments) try {
    if (count != 2) throw az::error(az::errc::usage, "Whose sessions?", "Name the application's directory.");
    auto store = open_sessions(arguments[1]);
    std::cout << az::count(*store).sessions << " session(s)\n";
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
