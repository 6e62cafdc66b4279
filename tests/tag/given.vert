# newpar
The
ferryman
did
n't
laugh
.

He
untied
the
small
boat

# newpar
“
Get
in
,
”
he
said
.

#
1
