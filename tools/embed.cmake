# Turns a text file into a C header: cmake -DIN=… -DOUT=… -DNAME=… -P embed.cmake gives `static const char NAME[]`, zero-terminated.
# Bytes, not string literals, since C17 promises only 4095 characters of one.
file(READ "${IN}" hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "((0x..,){24})" "\\1\n" bytes "${bytes}")
file(WRITE "${OUT}" "static const char ${NAME}[] = {\n${bytes}\n0};\n")
