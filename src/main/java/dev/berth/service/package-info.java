/**
 * What every front end shares: settings and what follows from them, the wiring of the other rooms,
 * the lock, files read into what is desired, and the documents for programs.
 *
 * <p>May know every room but {@code cli}.
 */
@NullMarked
package dev.berth.service;

import org.jspecify.annotations.NullMarked;
