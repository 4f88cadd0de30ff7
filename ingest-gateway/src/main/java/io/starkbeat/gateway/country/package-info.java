/// The country of an address, from a file of an operator's own (`GEOIP_DB`).
@NullMarked
package io.starkbeat.gateway.country;

import org.jspecify.annotations.NullMarked;
