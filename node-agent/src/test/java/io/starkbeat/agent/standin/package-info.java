/// A Starknet node for tests, of which all tests of the agent are.
@NullMarked
package io.starkbeat.agent.standin;

import org.jspecify.annotations.NullMarked;
