module constants

go 1.24
