# newdoc id=skerry-1
# newpar
Orla
counted
the
crates
.

#
Two hundred
,
# not a mark
.

# newpar
“
Wait
,
”
he
said
.

# newdoc id = skerry-2
Tam
ran
.

