package main

var Version, Revision, Branch string

func main() {
	println("Tiny, version " + Version + " (branch: " + Branch + ", revision: " + Revision + ")")
}
