// Makes the dashboard's map, src/main/resources/io/starkbeat/query/dashboard/map/world.json. Seldom needed: borders change
// once in years. The file is kept, so that no build needs Node.js or the network.
//
//   npm pack world-atlas@2.0.2 i18n-iso-countries@7      (unpack both)
//   node make-world.mjs <world-atlas>/ <i18n-iso-countries>/ > …/map/world.json
//
// Shapes: Natural Earth 1:110m, public domain, in the TopoJSON of world-atlas (ISC). It leaves out small countries, where
// many servers are (Singapore): these become a diamond at the middle of their shape at 1:50m. Projection: Equal Earth, on
// which areas compare. Antarctica is left out.
import { readFileSync } from 'node:fs';

const [atlas, codes] = process.argv.slice(2);
const WIDTH = 1000;
const SMALL = 4;
const alpha2 = new Map(JSON.parse(readFileSync(`${codes}/codes.json`)).map(([two, , numeric]) => [numeric, two]));
// Natural Earth has no ISO number for these.
const UNNUMBERED = { Kosovo: 'XK', 'N. Cyprus': 'CY', Somaliland: 'SO' };

function read(file) {
  const { transform: { scale, translate }, arcs, objects } = JSON.parse(readFileSync(`${atlas}/${file}`));
  const points = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const ring = (indexes) => indexes.flatMap((index, at) => {
    const arc = index < 0 ? points[~index].toReversed() : points[index];
    return at === 0 ? arc : arc.slice(1);
  });
  const countries = new Map();
  for (const { type, arcs: shape, id, properties } of objects.countries.geometries) {
    const code = alpha2.get(id) ?? UNNUMBERED[properties.name];
    if (code === undefined || code === 'AQ' || shape === undefined) {
      continue;
    }
    const polygons = (type === 'Polygon' ? [shape] : shape).map((polygon) => polygon.map(ring));
    countries.set(code, [...(countries.get(code) ?? []), ...polygons]);
  }
  return countries;
}

// Equal Earth (Šavrič, Patterson, Jenny 2018).
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
function project([longitude, latitude]) {
  const theta = Math.asin(M * Math.sin((latitude * Math.PI) / 180));
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  const x = ((longitude * Math.PI) / 180) * Math.cos(theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  const y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  const unit = WIDTH / (2 * 2.70663);
  return [Math.round((x + 2.70663) * unit), Math.round((1.317363 - y) * unit)];
}

// Shapes are stitched where the map's edge cuts them: a ring that goes on beyond it comes in again at the other side.
function cut(ring) {
  let turn = 0;
  const whole = ring.map(([x, y], i) => {
    turn += i > 0 && x - ring[i - 1][0] > 180 ? -360 : i > 0 && x - ring[i - 1][0] < -180 ? 360 : 0;
    return [x + turn, y];
  });
  return [-360, 0, 360].map((by) => beyond(beyond(whole.map(([x, y]) => [x + by, y]), -180, 1), 180, -1))
    .filter((part) => part.length > 0);
}

// The part of a ring on one side of a meridian (Sutherland and Hodgman).
function beyond(ring, meridian, side) {
  const inside = ([x]) => (x - meridian) * side >= 0;
  return ring.flatMap((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length];
    const share = (meridian - before[0]) / (point[0] - before[0]);
    const crossing = inside(point) === inside(before) ? [] : [[meridian, before[1] + share * (point[1] - before[1])]];
    return inside(point) ? [...crossing, point] : crossing;
  });
}

function path(rings) {
  return rings.flatMap(cut).map((ring) => {
    const drawn = ring.map(project).filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);
    if (drawn.length < 4) {
      return '';
    }
    let [x, y] = drawn[0];
    const steps = drawn.slice(1, -1).map(([toX, toY]) => {
      const step = `${toX - x} ${toY - y}`;
      [x, y] = [toX, toY];
      return step;
    });
    return `M${drawn[0].join(' ')}l${steps.join(' ')}z`;
  }).join('').replaceAll(' -', '-');
}

function diamond(polygons) {
  const all = polygons[0][0].map(project);
  const middle = (axis) => Math.round(all.reduce((sum, point) => sum + point[axis], 0) / all.length);
  return `M${middle(0)} ${middle(1) - SMALL}l${SMALL} ${SMALL}-${SMALL} ${SMALL}-${SMALL}-${SMALL}z`;
}

const large = read('countries-110m.json');
const small = read('countries-50m.json');
const countries = {};
for (const code of [...new Set([...large.keys(), ...small.keys()])].sort()) {
  const drawn = large.has(code) ? path(large.get(code).flat()) : '';
  countries[code] = drawn || diamond((small.get(code) ?? large.get(code)));
}
const bottom = project([0, -57])[1];
process.stdout.write(`${JSON.stringify({
  source: 'Natural Earth 1:110m and 1:50m, public domain; made by src/map/make-world.mjs', viewBox: `0 0 ${WIDTH} ${bottom}`, countries,
}).replaceAll('","', '",\n"')}\n`);
