#pragma once

#include <string>

/// Pieces of a manual page, in the language of man(7).
namespace cli::roff {

/// A text that shows each of its characters as it is, and of which no line is a request.
std::string escaped(const std::string &text);

/// What is typed as it stands.
std::string bold(const std::string &text);

/// What stands for something else.
std::string italic(const std::string &text);

/// Text in lines as long as a page's source should have.
std::string filled(const std::string &text);

/// An entry of a list: what it is about, made of the above, and what there is to say of it.
std::string entry(const std::string &term, const std::string &text);

} // namespace cli::roff
