// node exceljs.mjs IN OUT CELLS: write texts into cells of a workbook by ExcelJS.
// CELLS is a list of [sheet, cell, text] as JSON.
import { createRequire } from "node:module";

const ExcelJS = createRequire(process.env.NODE_PATH + "/")("exceljs");
const [source, target, cells] = process.argv.slice(2);
const workbook = new ExcelJS.Workbook();
await workbook.xlsx.readFile(source);
for (const [sheet, cell, text] of JSON.parse(cells)) workbook.getWorksheet(sheet).getCell(cell).value = text;
await workbook.xlsx.writeFile(target);
