# SPDX-License-Identifier: MIT
# Compiling catalogs of error codes. For those who use coserr:
#
#   coserr_add_catalog(TARGET FILE PREFIX prefix [LEDGER file])
#
# makes a static library TARGET of the catalog FILE (YAML). Its functions, constants and its header
# <prefix_codes.h> begin with `prefix`; COSERR_DECLARE_CATALOG(prefix) declares the functions. The
# ledger of ids is FILE with the ending .lock unless another one is named. The tables are made anew
# whenever catalog, ledger or generator change.
#
# The generator is COSERR_GENERATOR if that is set, else the one of this build, else the installed one.

# A custom target `name` that keeps header, names, tables and JSON in `out` up to date.
function(_coserr_compile_catalog name file ledger prefix out)
    if(COSERR_GENERATOR)
        set(generator "${COSERR_GENERATOR}")
    elseif(TARGET coserr::coserr-gen)
        set(generator coserr::coserr-gen)
    else()
        message(FATAL_ERROR "no coserr-gen here: set COSERR_GENERATOR to one")
    endif()
    # The output is a stamp: the generator leaves a file alone when nothing in it changed, and under
    # Make an output that stays old would be made again at every build.
    add_custom_command(
        OUTPUT "${out}.stamp"
        BYPRODUCTS "${out}/${prefix}_codes.h" "${out}/${prefix}_names.inc"
                   "${out}/${prefix}_tables.inc" "${out}/catalog.json"
        COMMAND ${generator} compile "${file}" --ledger "${ledger}" --out "${out}"
                --prefix "${prefix}"
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
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT arg_LEDGER)
        cmake_path(REPLACE_EXTENSION file LAST_ONLY lock OUTPUT_VARIABLE arg_LEDGER)
    endif()
    cmake_path(ABSOLUTE_PATH arg_LEDGER BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT EXISTS "${arg_LEDGER}")
        message(FATAL_ERROR "no ledger yet; run: coserr-gen assign ${file} --ledger ${arg_LEDGER}")
    endif()
    set(out "${CMAKE_CURRENT_BINARY_DIR}/${target}_catalog")
    _coserr_compile_catalog(${target}_generated "${file}" "${arg_LEDGER}" "${arg_PREFIX}" "${out}")

    find_file(COSERR_LOOKUP_SOURCE lookup.c REQUIRED NO_DEFAULT_PATH
        PATHS "${CMAKE_CURRENT_FUNCTION_LIST_DIR}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../runtime")
    add_library(${target} STATIC "${COSERR_LOOKUP_SOURCE}")
    add_dependencies(${target} ${target}_generated)
    target_compile_features(${target} PRIVATE c_std_11)
    target_compile_definitions(${target} PRIVATE COSERR_PREFIX=${arg_PREFIX}
        COSERR_CODES="${arg_PREFIX}_codes.h" COSERR_NAMES="${arg_PREFIX}_names.inc"
        COSERR_TABLES="${arg_PREFIX}_tables.inc")
    target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${out}>"
        PRIVATE "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..")
    target_link_libraries(${target} PUBLIC coserr::coserr)
    # Without extensions: with them, words like "linux" are macros, and could be no prefix.
    set_target_properties(${target} PROPERTIES C_VISIBILITY_PRESET hidden C_EXTENSIONS OFF
        POSITION_INDEPENDENT_CODE ON)
endfunction()
