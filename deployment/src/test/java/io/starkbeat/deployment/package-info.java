/// Holds what deploys Starkbeat (images, Compose, Kubernetes) to what is deployed.
@NullMarked
package io.starkbeat.deployment;

import org.jspecify.annotations.NullMarked;
