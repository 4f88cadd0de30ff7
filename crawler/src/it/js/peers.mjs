// Starts js-libp2p peers on loopback that know each other, and prints them as one line of JSON:
// [{"peerId", "address", "agent", "kad", "knows": [peer ids]}]. They live until standard input ends.
//
// node --import ./polyfill.mjs peers.mjs '[{"agent": "juno/0.15.0", "kad": "/…/kad/1.0.0", "key": "ed25519", "head": 1234}]'
//
// key: ed25519, secp256k1 or rsa; with "seed" (hex) an Ed25519 key that is always the same.
// head: answers the headers protocol of the chain up to this block; left out, it is not spoken.
// quiet: asks nothing of who connects.
// meets: so many of those that were started before it and speak the same; left out, all.
// dials: addresses of peers that are up already, which it joins.
import { createLibp2p } from 'libp2p'
import { tcp } from '@libp2p/tcp'
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { identify } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { multiaddr } from '@multiformats/multiaddr'
import { generateKeyPair, generateKeyPairFromSeed } from '@libp2p/crypto/keys'

const HEADERS = '/starknet/SN_MAIN/sync/headers/0.1.0-rc.0'

function key (wish) {
  return wish.seed
    ? generateKeyPairFromSeed('Ed25519', Buffer.from(wish.seed, 'hex'))
    : generateKeyPair({ rsa: 'RSA', secp256k1: 'secp256k1' }[wish.key] ?? 'Ed25519')
}

async function start (wish) {
  const node = await createLibp2p({
    privateKey: await key(wish),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    nodeInfo: { name: 'foreign', version: '1', userAgent: wish.agent },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: { inboundConnectionThreshold: 10_000, maxConnections: 10_000, maxIncomingPendingConnections: 10_000 },
    services: {
      identify: identify({ protocolPrefix: 'ipfs', runOnConnectionOpen: !wish.quiet }),
      ping: ping(),
      kad: kadDHT({ protocol: wish.kad, clientMode: false, peerInfoMapper: passthroughMapper, initialQuerySelfInterval: 3_600_000 })
    }
  })
  if (wish.head !== undefined) {
    await node.handle(HEADERS, (stream) => { answerHeaders(stream, wish.head).catch(() => stream.abort(new Error('headers'))) })
  }
  return node
}

// The request's first field is the iteration, whose first field is the block's number; the rest does not matter here.
async function answerHeaders (stream, head) {
  const chunks = []
  const length = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  // Not an iteration over the stream, which misses an end that came with the negotiation.
  await new Promise((resolve) => {
    const look = () => {
      if (length() >= 2 && length() === 2 + Buffer.concat(chunks)[1] && stream.remoteWriteStatus === 'closed') {
        resolve()
      }
    }
    stream.addEventListener('remoteCloseWrite', () => setTimeout(look))
    stream.addEventListener('message', (event) => { chunks.push(event.data.subarray()); look() })
  })
  const request = Buffer.concat(chunks)
  const [number] = varint(request, 3)
  const fin = [0x12, 0x00]
  const messages = number <= head ? [header(number), fin] : [fin]
  for (const message of messages) {
    stream.send(Uint8Array.from([message.length, ...message]))
  }
  await stream.close()
}

function header (number) {
  const body = [0x18, ...encoded(number)]
  return [0x0a, body.length, ...body]
}

function varint (bytes, from) {
  let value = 0
  let at = from
  for (let factor = 1; ; factor *= 128) {
    value += (bytes[at] & 0x7f) * factor
    if (bytes[at++] < 0x80) {
      return [value, at]
    }
  }
}

function encoded (value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) {
    bytes.push(value % 128 | 0x80)
  }
  return [...bytes, value]
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50))
const wishes = JSON.parse(process.argv[2])
const nodes = []
for (const wish of wishes) {
  nodes.push(await start(wish))
}
// Everyone meets those that speak the same Kademlia protocol.
const meet = (later, earlier) => wishes[later].kad === wishes[earlier].kad &&
  wishes.slice(earlier, later).filter((wish) => wish.kad === wishes[later].kad).length <= (wishes[later].meets ?? wishes.length)
for (let i = 0; i < nodes.length; i++) {
  for (let j = 0; j < i; j++) {
    if (meet(i, j)) {
      await nodes[i].dial(nodes[j].getMultiaddrs())
      if (wishes[j].quiet) {
        // It does not ask by itself, and would not come to know who dialled it.
        while (nodes[j].getConnections(nodes[i].peerId).length === 0) {
          await pause()
        }
        await nodes[j].services.identify.identify(nodes[j].getConnections(nodes[i].peerId)[0])
      }
    }
  }
}
for (let i = 0; i < nodes.length; i++) {
  for (const address of wishes[i].dials ?? []) {
    await nodes[i].dial(multiaddr(address))
  }
}
const known = (i) => nodes.filter((_, j) => j !== i && meet(Math.max(i, j), Math.min(i, j))).map((node) => node.peerId.toString())
const inTable = async (i) => {
  for (const id of known(i)) {
    const found = nodes[i].services.kad.routingTable.kb
    if (![...found.toIterable()].some((peer) => peer.peerId.toString() === id)) {
      return false
    }
  }
  return true
}
for (let tries = 0; ; tries++) {
  const all = await Promise.all(nodes.map((_, i) => inTable(i)))
  if (all.every((there) => there)) {
    break
  }
  if (tries === 1200) {
    console.error('the peers have not come to know each other')
    process.exit(1)
  }
  await pause()
}
console.log(JSON.stringify(nodes.map((node, i) => ({
  peerId: node.peerId.toString(),
  address: node.getMultiaddrs()[0].toString(),
  agent: wishes[i].agent,
  kad: wishes[i].kad,
  knows: known(i)
}))))
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
