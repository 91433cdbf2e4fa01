// Prints the 607 constants with which Go's math/rand mixes a seed, found by looking at what it draws:
//
//	go run . > ../random-constants.ts
//
// A source holds 607 words. Each draw is the sum of two of them, 273 places apart, and takes the place of the first. So from the first 607 draws follow the
// words before them, and a word is a constant, mixed by xor with three steps of a linear generator that begins at the seed.
package main

import (
	"fmt"
	"math/rand"
)

const (
	words = 607
	apart = 273
	prime = 1<<31 - 1
	step  = 48271
)

// before gives the words that a source had before its first draw.
func before(seed int64) [words]uint64 {
	source := rand.NewSource(seed).(rand.Source64)
	var drawn, word [words]uint64
	for n := range drawn {
		drawn[n] = source.Uint64()
	}
	feed := func(n int) int { return (words - apart - 1 - n + words) % words }
	for n := words - 1; n >= 0; n-- {
		other := word[(2*words-1-n)%words]
		if n >= apart {
			other = drawn[n-apart]
		}
		word[feed(n)] = drawn[n] - other
	}
	return word
}

// mixed gives what the seed alone makes of each word.
func mixed(seed uint64) [words]uint64 {
	var word [words]uint64
	x := seed
	next := func() uint64 {
		x = x * step % prime
		return x
	}
	for range 20 {
		next()
	}
	for i := range word {
		word[i] = next()<<40 ^ next()<<20 ^ next()
	}
	return word
}

func main() {
	one, another := constants(1), constants(4711)
	if one != another {
		panic("two seeds give different constants")
	}
	fmt.Println("// Made by constants/main.go from what Go's math/rand draws. Not to be edited.")
	fmt.Println()
	fmt.Println("/** 607 constants of 64 bits, 16 hexadecimal digits each. */")
	fmt.Println("export const CONSTANTS = `")
	for i, c := range one {
		fmt.Printf("%016x", c)
		if i%8 == 7 || i == words-1 {
			fmt.Println()
		}
	}
	fmt.Println("`")
}

func constants(seed int64) [words]uint64 {
	word, own := before(seed), mixed(uint64(seed))
	for i := range word {
		word[i] ^= own[i]
	}
	return word
}
