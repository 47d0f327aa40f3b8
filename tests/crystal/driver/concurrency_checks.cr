class Suite
  # What two requests of one visitor do. The last pairs change the same thing, or end the session.
  PAIRS = [
    {"set a", "set b"}, {"set a", "delete kept"}, {"push", "set b"}, {"push", "notice"},
    {"set a", "set a again"}, {"set a", "destroy"},
  ]
  # Each request loads, changes and saves the session, in that order.
  ORDERS = ["A", "A", "A", "B", "B", "B"].permutations.uniq!

  def concurrency_checks(settings = {} of String => String) : Nil
    PAIRS.each do |first, second|
      check "two requests at a time, \"#{first}\" and \"#{second}\", do in every order what they do one after the other" do
        with_two(settings) do |one, other|
          serial = {["A", "A", "A", "B", "B", "B"], ["B", "B", "B", "A", "A", "A"]}.map { |order| outcome(order, one, other, first, second) }
          wrong = ORDERS.compact_map do |order|
            outcome = outcome(order, one, other, first, second)
            {order.join, outcome} unless serial.includes?(outcome)
          end
          expect wrong.first(3), [] of {String, {String, String}}, "#{wrong.size} of #{ORDERS.size} orders, instead of #{serial}"
        end
      end
    end

    check "messages that two requests leave at a time arrive, but for one that the other has shown" do
      with_two(settings) do |one, other|
        wrong = ORDERS.reject do |order|
          left = outcome(order, one, other, "notice", "alert").first
          left.includes?("notice") != after?(order, "A", "B") && left.includes?("alert") != after?(order, "B", "A")
        end
        expect wrong.first(3), [] of Array(String), "#{wrong.size} of #{ORDERS.size} orders"
      end
    end

    check "40 requests that write one session at once lose nothing" do
      with_two(settings) do |one, other|
        browser = logged_in(one)
        written = Channel(Nil).new
        40.times do |number|
          visitor = (number.even? ? one : other).browser.tap(&.cookies=(browser.cookies.dup))
          spawn { visitor.body("/store?name=key#{number}&value=#{number}") && written.send(nil) }
        end
        40.times { written.receive }
        kept = Array.new(40) { |number| browser.body("/stored?name=key#{number}") }
        expect kept, Array.new(40, &.to_s)
      end
    end
  end

  private def after?(order, one, other) : Bool
    order.index!(other) > order.rindex(one).not_nil!
  end

  # In two processes, but for a store that is in one.
  private def with_two(settings, &) : Nil
    application(settings) do |one|
      return yield one, one if settings["AZU_ENV"]? == "test"
      Application.run(@program, env(settings)) { |other| yield one, other }
    end
  end

  # What the visitor's session holds in the end, and how many sessions there are.
  private def outcome(order, one, other, first, second) : {String, String}
    one.browser.body("/shard/clear")
    visitor = one.browser.tap(&.body("/prepare"))
    changes = {"A" => Change.new("A", one, visitor.cookies, first), "B" => Change.new("B", other, visitor.cookies, second)}
    order.each { |name| changes[name].step }
    size = one.browser.body("/shard/size")
    {in_order(JSON.parse(one.browser.tap(&.cookies=(visitor.cookies)).body("/data"))), size}
  end

  private def in_order(data : JSON::Any) : String
    data.as_a.map { |values| values.as_h.to_a.sort_by!(&.first).to_h }.to_json
  end
end

# A request, one step after the other.
class Change
  def initialize(@name : String, @application : Application, @cookies : Hash(String, String), @change : String)
    @steps = 0
    @done = Channel(Nil).new
  end

  def step : Nil
    case @steps += 1
    when 1 then start
    when 2 then open && wait
    else        open && @done.receive
    end
  end

  private def start : Nil
    visitor = @application.browser.tap(&.cookies=(@cookies.dup))
    spawn { visitor.get("/steps?name=#{@name}&change=#{URI.encode_path(@change)}") && @done.send(nil) }
    wait
  end

  private def open
    @application.browser.body("/gate/open?name=#{@name}")
  end

  private def wait : Nil
    until @application.browser.body("/gate/waiting?name=#{@name}") == "1"
      sleep 1.millisecond
    end
  end
end
