"""Makes the workbooks beside it, as other programs write them: openpyxl 3.1.5, XlsxWriter 3.3.1 and odfpy 1.4.1."""

import datetime

import openpyxl
import xlsxwriter
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

day = datetime.date(2026, 3, 2)


def with_openpyxl():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "People"
    bold = TextBlock(InlineFont(b=True), "Bird")
    cells = [
        ("eleven digits", 7900900123, "00000000000"),
        ("five digits", 123, "00000"),
        ("date", day, "dd/mm/yyyy"),
        ("date of the machine", day, "mm-dd-yy"),
        ("date and time", datetime.datetime(2026, 3, 2, 14, 5), "[$-809]dd mmmm yyyy hh:mm"),
        ("time", datetime.time(9, 30), "h:mm AM/PM"),
        ("percentage", 0.125, "0.0%"),
        ("money", 1234.5, '"£"#,##0.00'),
        ("accounting", 1234.5, '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'),
        ("long number", 447900900123, "General"),
        ("powers of ten", 447900900123, "0.00E+00"),
        ("number as text", 447900900123, "@"),
        ("sum", 0.1 + 0.2, "General"),
        ("truth", True, "General"),
        ("error", "#N/A", "General"),
        ("rich text", CellRichText("Amala ", bold), "General"),
        ("two lines", "1 High Street\nLondon", "General"),
    ]
    for column, (name, value, number_format) in enumerate(cells, start=1):
        sheet.cell(1, column, name)
        sheet.cell(2, column, value).number_format = number_format
    sheet.cell(5, 2, "after a gap")
    sheet.cell(5, 30, "beside the columns")
    hidden = workbook.create_sheet("Hidden", 0)
    hidden.sheet_state = "hidden"
    hidden.append(["hidden"])
    workbook.create_sheet("Other").append(["other"])
    workbook.active = 1
    workbook.save("openpyxl.xlsx")


def with_xlsxwriter(name, options):
    workbook = xlsxwriter.Workbook(name, options)
    sheet = workbook.add_worksheet("People")
    sheet.write_row(0, 0, ["date", "result", "number"])
    sheet.write_datetime(1, 0, datetime.datetime(2026, 3, 2), workbook.add_format({"num_format": 14}))
    sheet.write_formula(1, 1, "=1+1", None, "two")
    sheet.write_number(1, 2, 5)
    workbook.close()


def with_odfpy():
    document = OpenDocumentSpreadsheet()
    table = Table(name="People")
    document.spreadsheet.addElement(table)

    def cell(*paragraphs, **attributes):
        made = TableCell(**attributes)
        for paragraph in paragraphs:
            made.addElement(P(text=paragraph))
        return made

    def row(cells, **attributes):
        made = TableRow(**attributes)
        table.addElement(made)
        for each in cells:
            made.addElement(each)

    comment = Annotation()
    comment.addElement(P(text="a comment"))
    commented = cell("00123", valuetype="float", value="123")
    commented.addElement(comment)
    row([cell(name) for name in ["power of ten", "digits", "date", "two lines", "no text"]])
    row(
        [
            cell("4.47900900123E+011", valuetype="float", value="447900900123"),
            commented,
            cell("02/03/2026", valuetype="date", datevalue="2026-03-02"),
            cell("1 High Street", "London"),
            cell(valuetype="date", datevalue="2026-03-02"),
        ]
    )
    row([cell(numbercolumnsrepeated=16384)], numberrowsrepeated=1_000_000)
    row([cell("same", numbercolumnsrepeated=2)], numberrowsrepeated=2)
    document.save("odfpy.ods")


with_openpyxl()
with_xlsxwriter("xlsxwriter.xlsx", {})
with_xlsxwriter("counted-from-1904.xlsx", {"date_1904": True})
with_odfpy()
