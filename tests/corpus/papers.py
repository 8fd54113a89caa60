"""PDFs: what scanners, telephones and offices make, and what nobody makes by mistake."""

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.corpus.entries import Entry, refused
from tests.corpus.pdfs import drawing, drawings, one_page, page, pdf, raw, stream, zeros
from tests.services.clamd import EICAR

DEFLATED = b"/Filter /FlateDecode"


# ── Honest ───────────────────────────────────────────────────────────────────
def as_written_by(mode: pikepdf.ObjectStreamMode) -> bytes:
    return pdf(2, object_stream_mode=mode)


def forbidden_to_change() -> bytes:
    return pdf(encryption=pikepdf.Encryption(user="", owner="secret"))


def with_a_link() -> bytes:
    def link(document: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI="https://example.org/")
        document.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action, Rect=Array([0, 0, 9, 9]))]
        )

    return pdf(change=link)


def a_form_that_was_filled() -> bytes:
    def fill(document: pikepdf.Pdf) -> None:
        field = Dictionary(
            FT=Name.Tx, T="nom", V="Lefèvre", Type=Name.Annot, Subtype=Name.Widget, Rect=Array([9, 9, 99, 29])
        )
        held = document.make_indirect(field)
        document.Root.AcroForm = Dictionary(Fields=Array([held]))
        document.pages[0].Annots = Array([held])

    return pdf(change=fill)


def words_in_a_font_that_it_does_not_carry() -> bytes:
    font = b"<< /Font << /F1 << /Type /Font /Subtype /TrueType /BaseFont /Marianne-Bold >> >> >>"
    words = b"BT /F1 24 Tf 72 700 Td (Releve de notes) Tj ET"
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page(Contents=b"4 0 R", Resources=font),
            stream(words),
        ]
    )


def signed_after_it_was_written() -> bytes:
    return pdf() + b"\n% a signature that was added behind\n" * 100


# ── What no page needs ───────────────────────────────────────────────────────
def attach(document: pikepdf.Pdf) -> None:
    document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, EICAR)


def pin_a_file(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))])


def be_a_portfolio(document: pikepdf.Pdf) -> None:
    document.Root.Collection = Dictionary(Type=Name.Collection)


def run_at_opening(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def run_by_name(document: pikepdf.Pdf) -> None:
    action = document.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", action])))


def run_when_a_field_changes(document: pikepdf.Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T="nom", AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS="1")))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def launch(document: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="cmd.exe"))
    link.Rect = Array([0, 0, 9, 9])
    document.pages[0].Annots = Array([link])


def launch_when_closed(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = Dictionary(C=Dictionary(S=Name.Launch, F="cmd.exe"))


def submit(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.SubmitForm, F="https://example.org/")


def go_into_another_file(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.GoToE, D=Array([0]))


def draw_itself(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp:xdp/>"), Fields=Array())


def play(subtype: str):
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots = Array([Dictionary(Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 9, 9]))])

    return change


CARRYING = {
    "attachment": (attach, "embedded"),
    "pinned": (pin_a_file, "embedded"),
    "portfolio": (be_a_portfolio, "embedded"),
    "script-at-opening": (run_at_opening, "script"),
    "script-by-name": (run_by_name, "script"),
    "script-in-a-field": (run_when_a_field_changes, "script"),
    "launch": (launch, "command"),
    "launch-when-closed": (launch_when_closed, "command"),
    "submit": (submit, "command"),
    "into-another": (go_into_another_file, "command"),
    "xfa": (draw_itself, "dynamic_form"),
    "film": (play("Movie"), "multimedia"),
    "sound": (play("Sound"), "multimedia"),
    "screen": (play("Screen"), "multimedia"),
    "rich": (play("RichMedia"), "multimedia"),
    "solid": (play("3D"), "multimedia"),
}


# ── Made to lose or to fill whoever reads ────────────────────────────────────
def ten_thousand_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    return raw(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % kids]
        + [page()] * 10_000
    )


def one_page_ten_thousand_times() -> bytes:
    kids = b"3 0 R " * 10_000
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % kids,
            page(),
        ]
    )


def pages_that_hold_themselves() -> bytes:
    return raw(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"]
    )


def pages_nested(depth: int) -> bytes:
    levels = [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 %b >>" % (number + 1, b"/Parent %d 0 R" % (number - 1))
        for number in range(2, depth + 2)
    ]
    return raw([b"<< /Type /Catalog /Pages 2 0 R >>", *levels, page()])


def arrays_nested(depth: int) -> bytes:
    return one_page(Deep=b"[" * depth + b"]" * depth)


def a_table_that_follows_itself() -> bytes:
    made = one_page()
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % made.index(b"xref\n"))


def a_form_that_draws_itself() -> bytes:
    again = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page(Contents=b"4 0 R", Resources=b"<< /XObject << /X 5 0 R >> >>"),
            stream(b"/X Do"),
            stream(b"/X Do /X Do", again),
        ]
    )


def a_giant_picture() -> bytes:
    said = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page(Contents=b"4 0 R", Resources=b"<< /XObject << /X 5 0 R >> >>"),
            stream(b"595 0 0 842 0 0 cm /X Do"),
            stream(zeros(1), said + b" " + DEFLATED),
        ]
    )


def a_lost_trailer() -> bytes:
    made = pdf()
    return made[: made.rindex(b"startxref")] + b"startxref\n999999999\n%%EOF"


ENTRIES: tuple[Entry, ...] = (
    *(
        Entry(f"written-{name}.pdf", lambda mode=mode: as_written_by(mode), pages=2)
        for name, mode in pikepdf.ObjectStreamMode.__members__.items()
    ),
    Entry("thirty-pages.pdf", lambda: pdf(30), pages=30),
    Entry("forbidden-to-change.pdf", forbidden_to_change),
    Entry("link.pdf", with_a_link),
    Entry("filled-form.pdf", a_form_that_was_filled),
    Entry("font-it-does-not-carry.pdf", words_in_a_font_that_it_does_not_carry),
    Entry("signed-behind.pdf", signed_after_it_was_written),
    Entry("a-point-for-a-pixel.pdf", lambda: one_page(MediaBox=b"[0 0 9248 6936]")),
    Entry("a-lost-trailer.pdf", a_lost_trailer),
    Entry("table-that-follows-itself.pdf", a_table_that_follows_itself),
    *(
        refused(f"{name}-{mode}.pdf", lambda change=change, mode=mode: _carrying(change, mode), code)
        for name, (change, code) in CARRYING.items()
        for mode in ("disable", "generate")
    ),
    refused("password.pdf", lambda: pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "encrypted"),
    refused("thirty-one-pages.pdf", lambda: pdf(31), "too_many_pages"),
    refused("ten-thousand-pages.pdf", ten_thousand_pages, "too_many_pages"),
    refused("one-page-ten-thousand-times.pdf", one_page_ten_thousand_times, "too_many_pages"),
    refused("no-page.pdf", lambda: pdf(0), "damaged"),
    refused("pages-that-hold-themselves.pdf", pages_that_hold_themselves, "tangled"),
    refused("pages-nested.pdf", lambda: pages_nested(20_000), "tangled", "too_heavy", "damaged"),
    refused("form-that-draws-itself.pdf", a_form_that_draws_itself, "too_heavy", "tangled"),
    refused("arrays-nested.pdf", lambda: arrays_nested(200), "tangled"),
    refused(
        "arrays-nested-without-end.pdf", lambda: arrays_nested(100_000), "tangled", "damaged", "too_heavy"
    ),
    refused("five-metres.pdf", lambda: one_page(MediaBox=b"[0 0 14400 14400]"), "page_too_large"),
    refused("five-metres-backwards.pdf", lambda: one_page(MediaBox=b"[0 14400 595 0]"), "page_too_large"),
    refused("five-metres-by-unit.pdf", lambda: one_page(UserUnit=b"20"), "page_too_large"),
    refused("picture-of-60000-points.pdf", a_giant_picture, "image_too_large"),
    refused("inflating-in-parts.pdf", lambda: drawings([zeros(17)] * 5, DEFLATED), "inflating"),
    refused("inflating.pdf", lambda: drawing(zeros(21), DEFLATED), "inflating"),
    refused(
        "inflating-twice.pdf",
        lambda: drawing(zeros(21, 2), b"/Filter [/FlateDecode /FlateDecode]"),
        "inflating",
    ),
    refused("cut-short.pdf", lambda: pdf(3)[:-60], "truncated"),
    refused("only-a-header.pdf", lambda: b"%PDF-1.7\n", "truncated"),
    refused("nothing-inside.pdf", lambda: b"%PDF-1.7\n" + bytes(1000) + b"%%EOF", "damaged"),
)


def _carrying(change, mode: str) -> bytes:
    return pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.__members__[mode])
