require "azu"

module MyApp
	include Azu

	def self.handlers
		[
			Azu::Handler::Rescuer.new,
			Azu::Handler::Logger.new,
		]
	end
end

MyApp.start MyApp.handlers
