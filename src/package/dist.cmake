# SPDX-License-Identifier: MIT
# The target dist: a source archive with the tables ready-made, for hosts with neither libyaml nor
# gperf. It is made of what is committed; from the same commit come the same bytes.
#   cmake -D SOURCE=... -D GENERATOR=... -D NAME=coserr-1.2.3 -D OUT=... -P dist.cmake

set(git git -c safe.directory=* -C "${SOURCE}")
set(stage "${OUT}/dist.stage")
execute_process(COMMAND ${git} status --porcelain --untracked-files=no
    OUTPUT_VARIABLE changes COMMAND_ERROR_IS_FATAL ANY)
if(changes)
    message(WARNING "what is not committed is left out of the archive")
endif()
file(REMOVE_RECURSE "${stage}")
file(MAKE_DIRECTORY "${stage}")
foreach(file IN ITEMS cos.yaml ids.lock)
    execute_process(COMMAND ${git} show "HEAD:catalog/${file}" OUTPUT_FILE "${stage}/${file}"
        COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND "${GENERATOR}" compile "${stage}/cos.yaml" --ledger "${stage}/ids.lock"
    --out "${stage}/generated" COMMAND_ERROR_IS_FATAL ANY)
file(GLOB tables "${stage}/generated/*")
list(SORT tables)
list(TRANSFORM tables PREPEND "--add-file=")
execute_process(
    COMMAND ${git} archive --format=tar "--prefix=${NAME}/generated/coserr/" ${tables}
            "--prefix=${NAME}/" HEAD
    COMMAND gzip -9 -n
    OUTPUT_FILE "${OUT}/${NAME}.tar.gz" COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE "${stage}")
message(STATUS "${OUT}/${NAME}.tar.gz")
