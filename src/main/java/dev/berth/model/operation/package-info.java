/**
 * What a plan's changes come to on the host: one record per call, and the order between them. A
 * lowering of {@code plan.lowering} makes them, {@code run} carries them out, and what is printed
 * of them is what is called.
 */
@NullMarked
package dev.berth.model.operation;

import org.jspecify.annotations.NullMarked;
