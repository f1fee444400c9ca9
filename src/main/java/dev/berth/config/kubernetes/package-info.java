/**
 * Manifests of Kubernetes: what stands in them, and containers, volumes and networks of Berth's own
 * form. Knows neither what runs nor how it is started.
 */
@NullMarked
package dev.berth.config.kubernetes;

import org.jspecify.annotations.NullMarked;
