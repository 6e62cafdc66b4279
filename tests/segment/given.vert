# newpar
"
Do
n't
go
,
"
said
Ann
.

"
Why
not
?
"

# newpar
The
well-known
boys
'
club
,
``
Owls
''
.

#
5
went
.
