"""Makes small EPUBs for the session inputs.txt: a good one, one without a spine, one cut short."""

import zipfile


def book(name, opf, cut=None):
    with zipfile.ZipFile(name, 'w') as z:
        z.writestr('mimetype', 'application/epub+zip')
        z.writestr('META-INF/container.xml', '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
        z.writestr('b.opf', opf)
        z.writestr('one.xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>One</h1>' + '<p>Ann told Bob a long story on a winter evening.</p>' * 50 + '</body></html>')
    data = open(name, 'rb').read()
    open(name, 'wb').write(data[:cut])
head = '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
book('good.epub', head + '<spine><itemref idref="a"/></spine></package>')
book('spineless.epub', head + '</package>')
book('cut.epub', head + '<spine><itemref idref="a"/></spine></package>', 900)
