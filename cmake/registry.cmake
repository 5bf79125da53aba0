# Writes the table of all indicators from the names of their files, sorted by name. The file is
# touched only when its text changes, so a new indicator compiles itself and this table, no more.

function(taipan_write_registry output)
  set(keys "")
  foreach(source IN LISTS ARGN)
    get_filename_component(name "${source}" NAME_WE)
    get_filename_component(folder "${source}" DIRECTORY)
    get_filename_component(family "${folder}" NAME)
    # "/" sorts before every character of a name, so the keys sort as the names alone would.
    list(APPEND keys "${name}/${family}")
  endforeach()
  list(SORT keys)

  set(declarations "")
  set(rows "")
  set(previous "")
  foreach(key IN LISTS keys)
    string(REPLACE "/" ";" parts "${key}")
    list(GET parts 0 name)
    list(GET parts 1 family)
    if(name STREQUAL previous)
      message(FATAL_ERROR "Two families have an indicator '${name}': names must be unique")
    endif()
    set(previous "${name}")
    string(APPEND declarations "extern const Definition ${name}_definition;\n")
    string(APPEND rows "    {&indicators::${name}_definition, \"${family}\"},\n")
  endforeach()

  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT
"// Written by cmake/registry.cmake from the files of indicators/*/.
#include \"indicators/core/definition.h\"

namespace taipan::indicators {
@declarations@}  // namespace taipan::indicators

namespace taipan {

const RegistryEntry registry_table[] = {
@rows@};
const std::size_t registry_size = sizeof(registry_table) / sizeof(registry_table[0]);

}  // namespace taipan
")
endfunction()
