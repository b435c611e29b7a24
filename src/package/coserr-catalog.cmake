# SPDX-License-Identifier: MIT
# Compiling catalogs of error codes. For projects that use coserr:
#
#   coserr_add_catalog(TARGET FILE PREFIX prefix [LEDGER file])
#
# makes a static library TARGET of the catalog FILE (YAML): one constant, and prefix_get_catalog(),
# which returns it. Its header <prefix_codes.h> has the constants, and functions of the same prefix.
# The ledger of ids is FILE with the ending .lock unless another one is named. The library is built
# again whenever catalog, ledger or generator change.
#
# The generator is COSERR_GENERATOR if that is set, else that of this build, else the installed one.

# A custom target `name` that keeps the outputs of these kinds in `out` up to date.
function(_coserr_compile_catalog name file ledger prefix out)
    if(COSERR_GENERATOR)
        set(generator "${COSERR_GENERATOR}")
    elseif(TARGET coserr::coserr-gen)
        set(generator coserr::coserr-gen)
    else()
        message(FATAL_ERROR "no coserr-gen here: set COSERR_GENERATOR to one")
    endif()
    set(outputs header "${prefix}_codes.h" tables "${prefix}_catalog.c" image "${prefix}.image"
                json catalog.json words-header coserr_words.h words coserr_words.inc
                vocabulary vocabulary.json)
    set(files)
    foreach(kind IN LISTS ARGN)
        list(FIND outputs "${kind}" at)
        math(EXPR at "${at} + 1")
        list(GET outputs ${at} output)
        list(APPEND files "${out}/${output}")
    endforeach()
    list(JOIN ARGN "," kinds)
    # The output is a stamp: the generator leaves a file alone when nothing in it changed, and under
    # Make an output that stays old would be made again at every build.
    add_custom_command(
        OUTPUT "${out}.stamp"
        BYPRODUCTS ${files}
        COMMAND ${generator} compile "${file}" --ledger "${ledger}" --out "${out}"
                --prefix "${prefix}" --only "${kinds}"
        COMMAND "${CMAKE_COMMAND}" -E touch "${out}.stamp"
        DEPENDS ${generator} "${file}" "${ledger}"
        COMMENT "Compiling the catalog ${file}"
        VERBATIM)
    add_custom_target(${name} DEPENDS "${out}.stamp")
endfunction()

function(coserr_add_catalog target file)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "PREFIX;LEDGER" "")
    if(NOT arg_PREFIX OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "coserr_add_catalog(TARGET FILE PREFIX prefix [LEDGER file])")
    endif()
    if(arg_PREFIX STREQUAL "coserr")
        message(FATAL_ERROR "the prefix 'coserr' is the library's own")
    endif()
    get_property(prefixes GLOBAL PROPERTY _COSERR_PREFIXES)
    if(arg_PREFIX IN_LIST prefixes)
        message(FATAL_ERROR "another catalog has the prefix '${arg_PREFIX}'")
    endif()
    set_property(GLOBAL APPEND PROPERTY _COSERR_PREFIXES "${arg_PREFIX}")
    get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
    if(NOT "C" IN_LIST languages)
        message(FATAL_ERROR "catalogs are compiled as C: add C to the languages of project()")
    endif()
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT arg_LEDGER)
        cmake_path(REPLACE_EXTENSION file LAST_ONLY lock OUTPUT_VARIABLE arg_LEDGER)
    endif()
    cmake_path(ABSOLUTE_PATH arg_LEDGER BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT EXISTS "${arg_LEDGER}")
        message(FATAL_ERROR "no ledger yet; run: coserr-gen assign ${file} --ledger ${arg_LEDGER}")
    endif()
    set(out "${CMAKE_CURRENT_BINARY_DIR}/${target}_catalog")
    _coserr_compile_catalog(${target}_generated "${file}" "${arg_LEDGER}" "${arg_PREFIX}" "${out}"
                            header tables)

    add_library(${target} STATIC "${out}/${arg_PREFIX}_catalog.c")
    add_dependencies(${target} ${target}_generated)
    target_compile_features(${target} PRIVATE c_std_11)
    target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${out}>")
    target_link_libraries(${target} PUBLIC coserr::coserr)
    # Without extensions: with them, words such as "linux" are macros, and could not be a prefix.
    set_target_properties(${target} PROPERTIES C_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
endfunction()
