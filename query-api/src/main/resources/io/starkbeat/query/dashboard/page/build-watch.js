const ASK_EVERY_MS = 5 * 60_000;
const KEY = 'starkbeat.reloadedFor';
/** So many builds are remembered. */
const MOST = 20;

/**
 * Reloads the page when the server has another build of it: a page that stays open for weeks is to fit what it talks to.
 * The page's entity tag names its build.
 *
 * @param {import('./feed-client.js').Feed} feed
 */
export function watchBuild(feed) {
  const mine = document.querySelector('meta[name="starkbeat-build"]')?.getAttribute('content') ?? '';
  const ask = async () => {
    try {
      const head = await fetch('/', { method: 'HEAD', headers: { Accept: 'text/html' }, cache: 'no-store' });
      const theirs = head.ok ? (head.headers.get('ETag') ?? '').replaceAll(/^W\/|"/g, '') : '';
      // Once for each build: servers with different ones behind one address would have it reload for good.
      const seen = (sessionStorage.getItem(KEY) ?? '').split(' ');
      if (theirs !== '' && theirs !== mine && !seen.includes(theirs)) {
        sessionStorage.setItem(KEY, [...seen, mine, theirs].slice(-MOST).join(' '));
        location.reload();
      }
    } catch {
      // The server is away; the connection tells that already, and asks again through here when it is back.
    }
  };
  let connected = 0;
  feed.on('connection', ({ phase }) => {
    if (phase === 'live' && connected++ > 0) {
      ask();
    }
  });
  setInterval(ask, ASK_EVERY_MS);
}
