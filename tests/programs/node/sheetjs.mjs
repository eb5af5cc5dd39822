// node sheetjs.mjs IN OUT CELLS: write texts into cells of a workbook by SheetJS, which keeps no looks.
// CELLS is a list of [sheet, cell, text] as JSON.
import { createRequire } from "node:module";

const XLSX = createRequire(process.env.NODE_PATH + "/")("xlsx");
const [source, target, cells] = process.argv.slice(2);
const workbook = XLSX.readFile(source);
for (const [sheet, cell, text] of JSON.parse(cells)) workbook.Sheets[sheet][cell] = { t: "s", v: text };
XLSX.writeFile(workbook, target);
