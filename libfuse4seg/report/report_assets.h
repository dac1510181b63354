// Style and script of the page, compiled in: page.css and page.js.

#pragma once

namespace f4s {

extern const char kPageStyle[], kPageScript[];

}  // namespace f4s
