# page.css and page.js, compiled in, so that a program needs no files.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS report/page.css report/page.js)
file(READ report/page.css F4S_PAGE_STYLE)
file(READ report/page.js F4S_PAGE_SCRIPT)
configure_file(report/report_assets_data.cc.in report_assets.cc @ONLY)
target_sources(f4s_report PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/report_assets.cc)
