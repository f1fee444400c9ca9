package dev.berth.cli;

/**
 * A command that may change the host: whoever interrupts it is told whether it has. One that only
 * reads ends without a word, with the status of the signal.
 */
interface Changing {}
