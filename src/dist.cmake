# SPDX-License-Identifier: MIT
# The target dist: a source archive with the tables ready-made, for hosts with neither libyaml nor
# gperf. Needs git, to know what belongs to the source. The same bytes from the same commit.
#   cmake -D SOURCE=... -D GENERATED=... -D NAME=coserr-1.2.3 -D OUT=... -P dist.cmake

execute_process(COMMAND git ls-files --cached --others --exclude-standard
    WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE files COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "\n$" "" files "${files}")
string(REPLACE "\n" ";" files "${files}")

set(stage "${OUT}/dist.stage")
file(REMOVE_RECURSE "${stage}")
foreach(file IN LISTS files)
    cmake_path(GET file PARENT_PATH folder)
    file(COPY "${SOURCE}/${file}" DESTINATION "${stage}/${NAME}/${folder}")
endforeach()
file(COPY "${GENERATED}/coserr" DESTINATION "${stage}/${NAME}/generated")
execute_process(COMMAND "${CMAKE_COMMAND}" -E tar cJf "${OUT}/${NAME}.tar.xz"
    --mtime=2000-01-01 --format=gnutar -- "${NAME}"
    WORKING_DIRECTORY "${stage}" COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE "${stage}")
message(STATUS "${OUT}/${NAME}.tar.xz")
