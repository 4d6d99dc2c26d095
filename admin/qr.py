"""A QR code as the outline of an SVG, by reportlab, which the console's PDFs already stand on."""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET = 4  # white modules around it, which a camera needs


def qr_path(text: str) -> tuple[int, str]:
    """Side of the square in modules, quiet zone included, and the path of the dark ones."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    dark = (
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row in range(count)
        for column in range(count)
        if code.isDark(row, column)
    )
    return count + 2 * QUIET, "".join(dark)
