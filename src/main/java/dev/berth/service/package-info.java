/**
 * What every front end shares: settings and what follows from them, the wiring of the other rooms,
 * the lock, files read into what is desired, and the documents for programs.
 */
@NullMarked
package dev.berth.service;

import org.jspecify.annotations.NullMarked;
