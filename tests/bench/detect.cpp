// How long detection takes for initializers of growing size, in milliseconds: the best and the median of
// runs.
//   ninja -C BUILD tests/bench/detect && BUILD/tests/bench/detect

#include <azu_session/detect.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace az = azu_session;
namespace fs = std::filesystem;

namespace {

const std::string configuration = R"(
Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "myapp:session:", ttl: 1.hour)
end
)";

/// Classes, which are only read.
std::string classes(std::size_t bytes) {
    std::string text = configuration;
    for (int i = 0; text.size() < bytes; ++i)
        text +=
            "class Widget" + std::to_string(i) +
            " < Base\n  property name : String = \"widget #{1 + 2}\" # a comment\n\n"
            "  def initialize(@count : Int32, @label = \"x\")\n    @total = @count * 2 + name.size\n  end\n\n"
            "  def call(context)\n    if context.request.path.starts_with?(\"/w\") && @total > 3\n"
            "      context.response.print \"#{@label}: #{@total}\"\n    else\n      call_next(context)\n"
            "    end\n  rescue ex\n    Log.error { \"failed: #{ex.message}\" }\n  end\nend\n\n";
    return text;
}

/// Statements, which are all evaluated.
std::string statements(std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i) {
        auto n = std::to_string(i);
        text += "value_" + n + " = \"part #{ENV[\"APP_NAME\"]? || \"none\"} " + n +
                "\" + \":\"\n"
                "limit_" +
                n +
                " = ENV.fetch(\"LIMIT\", \"5\").to_i.minutes\n"
                "if unknown_" +
                n + "?\n  value_" + n + " = value_" + n + ".downcase\nend\n";
    }
    return text + configuration;
}

/// Branches, each with a store of its own.
std::string branches(std::size_t bytes) {
    std::string text = "Session.configure do |config|\n  case ENV[\"TENANT\"]?\n";
    for (int i = 0; text.size() < bytes; ++i)
        text += "  when \"tenant" + std::to_string(i) +
                "\"\n    config.store = RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"tenant" +
                std::to_string(i) + ":session:\", ttl: 1.hour)\n";
    return text + "  else\n    config.store = MemoryStore.new\n  end\nend\n";
}

void measure(const std::string &name, const std::string &text) {
    auto root = fs::temp_directory_path() / "azu_session_bench_detect";
    fs::create_directories(root / "src/initializers");
    std::ofstream(root / "src/initializers/session.cr", std::ios::binary) << text;
    az::environment variables;
    variables.set("REDIS_URL", "redis://localhost:6379", "environment");
    std::vector<double> times;
    for (int i = 0; i < 31; ++i) {
        auto start = std::chrono::steady_clock::now();
        (void)az::detect({root, "app"}, variables);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    std::cout << std::setw(12) << name << std::setw(9) << text.size() / 1000 << " KB" << std::fixed
              << std::setprecision(2) << std::setw(9) << times.front() << std::setw(9)
              << times[times.size() / 2] << '\n';
    fs::remove_all(root);
}

} // namespace

int main() {
    std::cout << "                             best   median\n";
    for (std::size_t bytes : {50'000, 100'000, 200'000, 400'000}) {
        measure("classes", classes(bytes));
        measure("statements", statements(bytes));
        measure("branches", branches(bytes));
    }
}
