/// A process with one or several services in it: start in data's order, health, orderly stop.
@NullMarked
package io.starkbeat.kit.service;

import org.jspecify.annotations.NullMarked;
