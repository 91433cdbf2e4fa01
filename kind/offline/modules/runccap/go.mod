module node/runccap

go 1.24.0
