/* SPDX-License-Identifier: MIT */
/* The XML reader: a document, and the events or the fault that it is read as. */
#include "unit.h"

#include "runtime/internal.h"
#include "runtime/xml.h"

#include <sys/mman.h>
#include <unistd.h>

/* Events as text: "<a" an element begins, "#2" if in namespace 2, "text" its characters, ">" it
 * ends, "." the document is whole, "!fault@offset" it is not. */
static void append(char *out, size_t size, const char *text, size_t len) {
    const size_t used = strlen(out);
    ck_assert_uint_lt(used + len, size);
    memcpy(out + used, text, len);
    out[used + len] = '\0';
}

static void describe(const char *body, size_t len, char *out, size_t size) {
    struct coserr__xml xml;
    char number[64];
    *out = '\0';
    enum coserr__xml_event event = coserr__xml_begin(&xml, body, len);
    for (;; event = coserr__xml_next(&xml)) {
        switch (event) {
        case COSERR__XML_START:
            append(out, size, "<", 1);
            append(out, size, xml.name.ptr, xml.name.len);
            snprintf(number, sizeof number, xml.ns != 0 ? "#%u " : " ", (unsigned)xml.ns);
            append(out, size, TEXT(number));
            break;
        case COSERR__XML_END:
            append(out, size, ">", 1);
            break;
        case COSERR__XML_TEXT:
            append(out, size, xml.text.ptr, xml.text.len);
            break;
        case COSERR__XML_DONE:
            append(out, size, ".", 1);
            return;
        case COSERR__XML_FAULT:
            snprintf(number, sizeof number, "!%s@%zu", coserr_fault_name(xml.fault),
                     (size_t)(xml.pos - xml.start));
            append(out, size, TEXT(number));
            ck_assert_int_eq(coserr__xml_next(&xml), COSERR__XML_FAULT);
            return;
        }
    }
}

static const struct {
    const char *body;
    const char *events;
} cases[] = {
    /* documents */
    {"<a/>", "<a >."},
    {"<a></a>", "<a >."},
    {"<a ></a >", "<a >."},
    {"<a>x</a>", "<a x>."},
    {" \t\r\n<a/> \t\r\n", "<a >."},
    {"\xEF\xBB\xBF<a/>", "<a >."},
    {"\xEF\xBB\xBF \n<?xml version='1.0'?><a/>", "<a >."},
    {"<a><b>1</b>2<b>3</b></a>", "<a <b 1>2<b 3>>."},
    {"<\xE4\xB8\xAD>x</\xE4\xB8\xAD>", "<\xE4\xB8\xAD x>."},
    {"<a-b.c_d1/>", "<a-b.c_d1 >."},
    {"<_/>", "<_ >."},
    {"<a\xC2\xB7/>", "<a\xC2\xB7 >."},
    {"<\xC2\xB7/>", "!syntax@1"},
    {"<1a/>", "!syntax@1"},
    {"<a\xC3\x97/>", "!syntax@2"},
    {"<-a/>", "!syntax@1"},
    {"<a,/>", "!syntax@2"},
    {"< a/>", "!syntax@1"},
    {"<a/ >", "!syntax@3"},
    {"<a></b>", "<a !syntax@5"},
    {"<a></ab>", "<a !syntax@6"},
    {"<a><b></a></b>", "<a <b !syntax@8"},
    {"</a>", "!syntax@1"},
    {"<a/><b/>", "<a >!syntax@4"},
    {"<a/>x", "<a >!syntax@4"},
    {"<a/>&amp;", "<a >!syntax@4"},
    {"<a/><![CDATA[]]>", "<a >!syntax@4"},
    {"x<a/>", "!syntax@0"},
    /* breaking off */
    {"", "!truncated@0"},
    {" ", "!truncated@1"},
    {"<", "!truncated@1"},
    {"<a", "!truncated@2"},
    {"<a ", "!truncated@3"},
    {"<a/", "!truncated@3"},
    {"<a>", "<a !truncated@3"},
    {"<a>x", "<a x!truncated@4"},
    {"<a>x<", "<a x!truncated@5"},
    {"<a>x</", "<a x!truncated@6"},
    {"<a>x</a", "<a x!truncated@7"},
    {"<abc>x</ab", "<abc x!truncated@10"},
    {"<a>&am", "<a !truncated@6"},
    {"<a>&", "<a !truncated@4"},
    {"<a>&#", "<a !truncated@5"},
    {"<a>&#x", "<a !truncated@6"},
    {"<a>&#x2", "<a !truncated@7"},
    {"<a>]", "<a ]!truncated@4"},
    {"<a>\xE4\xB8", "<a !truncated@3"},
    {"<a>\xE4", "<a !truncated@3"},
    {"<a b", "!truncated@4"},
    {"<a b=", "!truncated@5"},
    {"<a b='", "!truncated@6"},
    {"<a b='x", "!truncated@7"},
    {"<!", "!truncated@2"},
    {"<!-", "!truncated@3"},
    {"<!--", "!truncated@4"},
    {"<!-- -", "!truncated@6"},
    {"<!-- --", "!truncated@7"},
    {"<!DOC", "!truncated@5"},
    {"<?", "!truncated@2"},
    {"<?x", "!truncated@3"},
    {"<?x y", "!truncated@5"},
    {"<?x y?", "!truncated@6"},
    {"<?xml", "!truncated@5"},
    {"<?xml version", "!truncated@13"},
    {"<a><!", "<a !truncated@5"},
    {"<a><![CD", "<a !truncated@8"},
    {"<a><![CDATA[x", "<a !truncated@13"},
    {"<a><![CDATA[x]]", "<a !truncated@15"},
    {"<a/><", "<a >!truncated@5"},
    {"<a/><!", "<a >!truncated@6"},
    {"<a/><!-", "<a >!truncated@7"},
    {"<a/><!--", "<a >!truncated@8"},
    {"<a/><?x", "<a >!truncated@7"},
    /* the declaration */
    {"<?xml version='1.0'?><a/>", "<a >."},
    {"<?xml version=\"1.1\"?><a/>", "<a >."},
    {"<?xml\tversion = '1.0' ?><a/>", "<a >."},
    {"<?xml version='1.0' encoding='utf-8' ?>\n<a/>", "<a >."},
    {"<?xml version='1.0' encoding=\"UTF-8\" standalone='yes'?><a/>", "<a >."},
    {"<?xml version='1.0' standalone='no' ?><a/>", "<a >."},
    {"<?xml version='1.0' encoding='US-ASCII'?><a>x</a>", "<a x>."},
    {"<?xml version='1.0' encoding='ascii'?><a>\xC3\xA9</a>", "<a !encoding@41"},
    {"<?xml version='1.0' encoding='gbk'?><a/>", "!encoding@34"},
    {"<?xml version='1.0' encoding='utf-16'?><a/>", "!encoding@37"},
    {"<?xml version='1.0' encoding=''?><a/>", "!encoding@31"},
    {"<?xml?><a/>", "!syntax@5"},
    {"<?xml ?><a/>", "!syntax@6"},
    {"<?xml version='2.0'?><a/>", "!syntax@19"},
    {"<?xml version='1.'?><a/>", "!syntax@18"},
    {"<?xml version='1.x'?><a/>", "!syntax@19"},
    {"<?xml version='1.0-'?><a/>", "!syntax@20"},
    {"<?xml version='1.0' encoding='ascii'?><a><!--", "<a !truncated@45"},
    {"<?xml version=1.0?><a/>", "!syntax@14"},
    {"<?xml encoding='utf-8'?><a/>", "!syntax@6"},
    {"<?xml version='1.0'encoding='utf-8'?><a/>", "!syntax@19"},
    {"<?xml version='1.0' encoding='utf-8'standalone='yes'?><a/>", "!syntax@36"},
    {"<?xml version='1.0' standalone='yes' encoding='utf-8'?><a/>", "!syntax@37"},
    {"<?xml version='1.0' standalone='maybe'?><a/>", "!syntax@38"},
    {"<?xml version='1.0' foo='x'?><a/>", "!syntax@20"},
    {"<?xml version='1.0'><a/>", "!syntax@19"},
    {"<!-- --><?xml version='1.0'?><a/>", "!syntax@13"},
    {"<a><?xml version='1.0'?></a>", "<a !syntax@8"},
    {"<?XML version='1.0'?><a/>", "!syntax@5"},
    {"\xFE\xFF\0<\0a", "!encoding@0"},
    {"\xFF\xFE<", "!encoding@0"},
    /* comments and instructions */
    {"<!--x--><a/><!--y-->", "<a >."},
    {"<a>1<!--x-->2</a>", "<a 12>."},
    {"<a><!----></a>", "<a >."},
    {"<a><!---></a>--></a>", "<a >."},
    {"<a><!-- -- --></a>", "<a !syntax@10"},
    {"<a><!-- ---></a>", "<a !syntax@10"},
    {"<a><!--\x01--></a>", "<a !syntax@7"},
    {"<?x?><a/><?x y?>", "<a >."},
    {"<a>1<?x y?>2</a>", "<a 12>."},
    {"<a><?x <b>&bad;?></a>", "<a >."},
    {"<a><?x ?\?></a>", "<a >."},
    {"<a><?x?y?></a>", "<a !syntax@6"},
    {"<a><? x?></a>", "<a !syntax@5"},
    {"<a><?x:y z?></a>", "<a !syntax@6"},
    {"<?xml-stylesheet href='x'?><a/>", "<a >."},
    /* CDATA */
    {"<a><![CDATA[<b>&amp;]]></a>", "<a <b>&amp;>."},
    {"<a><![CDATA[]]></a>", "<a >."},
    {"<a><![CDATA[]]]]><![CDATA[>]]></a>", "<a ]]>>."},
    {"<a><![CDATA[a\r\nb\rc]]></a>", "<a a\nb\nc>."},
    {"<a><![CDATA[\xC3]]></a>", "<a !encoding@12"},
    {"<a><![cdata[x]]></a>", "<a !syntax@4"},
    {"<![CDATA[x]]><a/>", "!syntax@1"},
    {"<a>]]></a>", "<a !syntax@3"},
    {"<a>]]</a>", "<a ]]>."},
    {"<a>]>x]]y</a>", "<a ]>x]]y>."},
    /* references */
    {"<a>&lt;&gt;&amp;&quot;&apos;</a>", "<a <>&\"'>."},
    {"<a>x&amp;y</a>", "<a x&y>."},
    {"<a>&#65;&#x42;&#x00043;</a>", "<a ABC>."},
    {"<a>&#x4e2D;&#xE9;&#x1F600;</a>", "<a \xE4\xB8\xAD\xC3\xA9\xF0\x9F\x98\x80>."},
    {"<a>&#x7FF;&#x800;&#xFFFD;&#x10000;&#x10FFFF;</a>",
     "<a \xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF>."},
    {"<a>&#9;&#10;&#13;</a>", "<a \t\n\r>."},
    /* more than are decoded at a time */
    {"<a>&#x1F600;&#x1F600;&#x1F600;&#x1F600;&#x1F600;&#x1F600;&#x1F600;&#x1F600;&#x1F600;&lt;</a>",
     "<a \xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80<>."},
    {"<a>&#0;</a>", "<a !syntax@7"},
    {"<a>&#8;</a>", "<a !syntax@7"},
    {"<a>&#x1F;</a>", "<a !syntax@9"},
    {"<a>&#xD800;</a>", "<a !syntax@11"},
    {"<a>&#xDFFF;</a>", "<a !syntax@11"},
    {"<a>&#xFFFE;</a>", "<a !syntax@11"},
    {"<a>&#xFFFF;</a>", "<a !syntax@11"},
    {"<a>&#x110000;</a>", "<a !syntax@11"},
    {"<a>&#99999999999999999999;</a>", "<a !syntax@11"},
    {"<a>&#X41;</a>", "<a !syntax@5"},
    {"<a>&#;</a>", "<a !syntax@5"},
    {"<a>&# ;</a>", "<a !syntax@5"},
    {"<a>&#xg;</a>", "<a !syntax@6"},
    {"<a>&#x;</a>", "<a !syntax@6"},
    {"<a>&#4a;</a>", "<a !syntax@6"},
    {"<a>&;</a>", "<a !syntax@4"},
    {"<a>& </a>", "<a !syntax@4"},
    {"<a>&amp</a>", "<a !syntax@7"},
    {"<a>&nbsp;</a>", "<a !syntax@9"},
    {"<a>&AMP;</a>", "<a !syntax@8"},
    {"<a>&ampx;</a>", "<a !syntax@9"},
    /* characters */
    {"<a>\t\n x\x7F</a>", "<a \t\n x\x7F>."},
    {"<a>1\r\n2\r3\n4\r\r\n</a>", "<a 1\n2\n3\n4\n\n>."},
    {"<a>\xC2\x80\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF</"
     "a>",
     "<a "
     "\xC2\x80\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF>."},
    {"<a>x\x01y</a>", "<a x!syntax@4"},
    {"<a>\x1B[31m</a>", "<a !syntax@3"},
    {"<a>\x80</a>", "<a !encoding@3"},
    {"<a>\xC0\x80</a>", "<a !encoding@3"},
    {"<a>\xC1\xBF</a>", "<a !encoding@3"},
    {"<a>\xC3(</a>", "<a !encoding@3"},
    {"<a>\xE0\x9F\xBF</a>", "<a !encoding@3"},
    {"<a>\xE4\xB8(</a>", "<a !encoding@3"},
    {"<a>\xED\xA0\x80</a>", "<a !encoding@3"},
    {"<a>\xEF\xBF\xBE</a>", "<a !syntax@3"},
    {"<a>\xEF\xBF\xBF</a>", "<a !syntax@3"},
    {"<?xml version='1.0' encoding='ascii'?><a>\xEF\xBF\xBF</a>", "<a !encoding@41"},
    {"<a>\xF0\x8F\xBF\xBF</a>", "<a !encoding@3"},
    {"<a>\xF0\x90\x80(</a>", "<a !encoding@3"},
    {"<a>\xF4\x90\x80\x80</a>", "<a !encoding@3"},
    {"<a>\xF5\x80\x80\x80</a>", "<a !encoding@3"},
    {"<a>\xFF</a>", "<a !encoding@3"},
    {"<a\x01/>", "!syntax@2"},
    {"<a\xFF/>", "!encoding@2"},
    /* attributes */
    {"<a b='1' c=\"2\"/>", "<a >."},
    {"<a b = '1'\n\tc='2' />", "<a >."},
    {"<a b='&lt;&#x41;>'/>", "<a >."},
    {"<a b=\"'\" c='\"'/>", "<a >."},
    {"<a b/>", "!syntax@4"},
    {"<a b=1/>", "!syntax@5"},
    {"<a b='<'/>", "!syntax@6"},
    {"<a b='&bad;'/>", "!syntax@11"},
    {"<a b='&'/>", "!syntax@7"},
    {"<a b='\x01'/>", "!syntax@6"},
    {"<a b='\xFF'/>", "!encoding@6"},
    {"<a b='1'c='2'/>", "!syntax@8"},
    {"<a b='1' b='2'/>", "!syntax@14"},
    {"<a b='1' c='2' b='3'/>", "!syntax@20"},
    {"<a ='1'/>", "!syntax@3"},
    /* namespaces: 0 none, 1 that of xml, from 2 on in the order of declaration */
    {"<a xmlns='u'/>", "<a#2 >."},
    {"<a xmlns='u'><b/></a>", "<a#2 <b#2 >>."},
    {"<a xmlns='u'><b xmlns=''/><c/></a>", "<a#2 <b ><c#2 >>."},
    {"<a xmlns='u'><b xmlns='v'><c/></b><d/></a>", "<a#2 <b#3 <c#3 >><d#2 >>."},
    {"<a xmlns='u' xmlns:p='u'><p:b/></a>", "<a#2 <b#2 >>."},
    {"<p:a xmlns:p='u'><b/><p:c/></p:a>", "<a#2 <b ><c#2 >>."},
    {"<p:a xmlns:p='u' xmlns:q='v'><q:b/></p:a>", "<a#2 <b#3 >>."},
    {"<a xmlns='u&amp;v' xmlns:p='u&#38;v'><p:b/></a>", "<a#2 <b#2 >>."},
    {"<a xmlns='u v' xmlns:p='u\tv' xmlns:q='u\r\nv'><p:b/><q:b/></a>", "<a#2 <b#2 ><b#2 >>."},
    {"<a xmlns='u' xmlns:p='uv'><p:b/></a>", "<a#2 <b#3 >>."},
    {"<a xmlns='u v' xmlns:p='u\rv' xmlns:q='u\r'><p:b/><q:b/></a>", "<a#2 <b#2 ><b#3 >>."},
    {"<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xmlns='u'><b/></a>", "<a#2 <b#2 >>."},
    {"<a xmlns='uv' xmlns:p='u'><p:b/></a>", "<a#2 <b#3 >>."},
    {"<xml:a/>", "<a#1 >."},
    {"<a xml:lang='en'/>", "<a >."},
    {"<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "<a >."},
    {"<a xmlns='&#x10FFFF;&#1114111;'/>", "<a#2 >."},
    {"<a xmlns='&#x010FFFF;'/>", "!limit@22"},
    {"<a xmlns='a;b&amp;cdefghijklmnop;'/>", "<a#2 >."},
    {"<?xml version='1.0' encoding='ascii'?><a>\x01</a>", "<a !syntax@41"},
    {"<a b='&#x0000000000010FFFF;'/>", "<a >."},
    {"<a xmlns:xml='u'/>", "!syntax@16"},
    {"<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "!syntax@49"},
    {"<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "!syntax@47"},
    {"<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "!syntax@42"},
    {"<a xmlns:xmlns='u'/>", "!syntax@18"},
    {"<a xmlns:p=''/>", "!syntax@13"},
    {"<xmlns:a/>", "!syntax@9"},
    {"<p:a/>", "!syntax@5"},
    {"<a p:b='1'/>", "!syntax@10"},
    {"<a><b xmlns:p='u'/><p:c/></a>", "<a <b >!syntax@24"},
    {"<a xmlns:p='u' xmlns:p='v'/>", "!syntax@26"},
    {"<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "!syntax@42"},
    {"<a xmlns:p='u' xmlns:q='v' p:b='1' q:b='2' b='3'/>", "<a >."},
    {"<a p:b='1' xmlns:p='u'/>", "<a >."},
    {"<a xmlns:p='u' p:b='1' p:c='2'/>", "<a >."},
    {"<a xmlns:b='u' b:b='1' b='2'/>", "<a >."},
    {"<a:b:c xmlns:a='u'/>", "!syntax@4"},
    {"<:a/>", "!syntax@1"},
    {"<a:/>", "!syntax@3"},
    {"<a :b='1'/>", "!syntax@3"},
    {"<p:a xmlns:p='u'></a>", "<a#2 !syntax@19"},
    {"<?xml version='1.0' encoding='us-ascii'?><a><![CDATA[b", "<a !truncated@54"},
    {"<?xml version='1.0' encoding='us-ascii'?><a>b\xE4\xB8\xAD</a>", "<a b!encoding@45"},
    /* no document type, whatever stands in it */
    {"<!DOCTYPE a><a/>", "!doctype@0"},
    {"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "!doctype@22"},
    {"<!doctype html>", "!syntax@1"},
    {"<a><!DOCTYPE b></a>", "<a !syntax@4"},
    {"<a/><!DOCTYPE b>", "<a >!syntax@4"},
};

static size_t length_of(const char *body) {
    /* The only one with a NUL inside. */
    return strncmp(body, "\xFE\xFF", 2) == 0 ? 6 : strlen(body);
}

START_TEST(reads_as) {
    char events[512];
    const size_t len = length_of(cases[_i].body);
    char *body = exact(cases[_i].body, len);
    describe(body, len, events, sizeof events);
    ck_assert_str_eq(events, cases[_i].events);
    free(body);
}
END_TEST

/* A document that is cut anywhere is known to be cut, unless only comments, instructions and blanks
 * after its root are gone. A cut byte order mark is no document at all. */
START_TEST(a_cut_is_noticed) {
    char whole[512];
    char part[512];
    const char *body = cases[_i].body;
    const size_t len = length_of(body);
    describe(body, len, whole, sizeof whole);
    const bool marked = (unsigned char)*body == 0xEF;
    for (size_t i = marked ? 3 : 0; i < len && whole[strlen(whole) - 1] == '.'; i++) {
        char *copy = exact(body, i);
        describe(copy, i, part, sizeof part);
        ck_assert(strstr(part, "!truncated@") != NULL || strcmp(part, whole) == 0);
        free(copy);
    }
}
END_TEST

/* The byte after the body is out of bounds for real. */
START_TEST(reads_nothing_behind_the_end) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char events[512];
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(pages, MAP_FAILED);
    ck_assert_int_eq(mprotect(pages + page, page, PROT_NONE), 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const size_t len = length_of(cases[i].body);
        for (size_t cut = 0; cut <= len; cut++) {
            char *body = pages + page - cut;
            memcpy(body, cases[i].body, cut);
            describe(body, cut, events, sizeof events);
        }
    }
    munmap(pages, 2 * page);
}
END_TEST

static void repeat(char *out, const char *text, int times) {
    for (int i = 0; i < times; i++) {
        strcat(out, text);
    }
}

START_TEST(no_body_is_an_empty_one) {
    char events[64];
    describe(NULL, 7, events, sizeof events);
    ck_assert_str_eq(events, "!truncated@0");
}
END_TEST

START_TEST(text_is_passed_over_where_tags_are_wanted) {
    static const char body[] = "<a> \r\n x&amp;<![CDATA[ <c> ]]>\t<b/> <!-- --> y </a> ";
    static const enum coserr__xml_event expected[] = {COSERR__XML_START, COSERR__XML_END,
                                                      COSERR__XML_END, COSERR__XML_DONE};
    struct coserr__xml xml;
    ck_assert_int_eq(coserr__xml_begin(&xml, body, sizeof body - 1), COSERR__XML_START);
    for (size_t i = 0; i < COUNT(expected); i++) {
        ck_assert_int_eq(coserr__xml_next_tag(&xml), expected[i]);
    }
    /* A fault stays where it was found, before whitespace, too. */
    ck_assert_int_eq(coserr__xml_begin(&xml, "< a/>", 5), COSERR__XML_FAULT);
    ck_assert_int_eq(coserr__xml_next_tag(&xml), COSERR__XML_FAULT);
    ck_assert_int_eq(xml.pos - xml.start, 1);
}
END_TEST

START_TEST(depth_is_bounded) {
    char body[1024] = "";
    char events[1024];
    repeat(body, "<a>", 64);
    repeat(body, "</a>", 64);
    describe(body, strlen(body), events, sizeof events);
    ck_assert_int_eq(events[strlen(events) - 1], '.');
    strcpy(body, "");
    repeat(body, "<a>", 65);
    describe(body, strlen(body), events, sizeof events);
    ck_assert_ptr_nonnull(strstr(events, "!limit@194"));
}
END_TEST

static void attributes(char *body, size_t size, const char *name, int count) {
    size_t used = (size_t)snprintf(body, size, "<a");
    for (int i = 0; i < count; i++) {
        used += (size_t)snprintf(body + used, size - used, " %s%d='1'", name, i);
    }
    snprintf(body + used, size - used, "/>");
}

START_TEST(attributes_and_namespaces_are_bounded) {
    static const char *const names[] = {"b", "xmlns:n"};
    char body[4096];
    char events[128];
    for (size_t i = 0; i < COUNT(names); i++) {
        attributes(body, sizeof body, names[i], 64);
        describe(body, strlen(body), events, sizeof events);
        ck_assert_str_eq(events, "<a >.");
        attributes(body, sizeof body, names[i], 65);
        describe(body, strlen(body), events, sizeof events);
        ck_assert_ptr_nonnull(strstr(events, "!limit@"));
    }
    attributes(body, sizeof body, "xmlns:n", 64);
    strcpy(strstr(body, "/>"), "><b xmlns='v'/></a>");
    describe(body, strlen(body), events, sizeof events);
    ck_assert_ptr_nonnull(strstr(events, "!limit@"));
}
END_TEST

/* Namespaces of many bytes, named many times: time stays linear in the body. */
START_TEST(long_namespaces_are_compared_once) {
    enum { URI = 200000, CHILDREN = 100000 };
    const size_t size = 2 * URI + CHILDREN * 8 + 100;
    char *body = malloc(size);
    ck_assert_ptr_nonnull(body);
    char *p = body + sprintf(body, "<a xmlns='");
    memset(p, 'u', URI);
    p += URI;
    p += sprintf(p, "' xmlns:p='");
    memset(p, 'u', URI - 1);
    p += URI - 1;
    p += sprintf(p, "&#117;'>");
    for (int i = 0; i < CHILDREN; i++) {
        p += sprintf(p, "<p:b/>");
    }
    p += sprintf(p, "</a>");
    struct coserr__xml xml;
    enum coserr__xml_event event = coserr__xml_begin(&xml, body, (size_t)(p - body));
    size_t children = 0;
    while (event != COSERR__XML_DONE && event != COSERR__XML_FAULT) {
        children += event == COSERR__XML_START && xml.depth == 2 && xml.ns == 2;
        event = coserr__xml_next(&xml);
    }
    ck_assert_int_eq(event, COSERR__XML_DONE);
    ck_assert_uint_eq(children, CHILDREN);
    free(body);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("xml");
    TCase *tcase = add_case(suite, "xml");
    tcase_add_loop_test(tcase, reads_as, 0, COUNT(cases));
    tcase_add_loop_test(tcase, a_cut_is_noticed, 0, COUNT(cases));
    tcase_add_test(tcase, reads_nothing_behind_the_end);
    tcase_add_test(tcase, no_body_is_an_empty_one);
    tcase_add_test(tcase, text_is_passed_over_where_tags_are_wanted);
    tcase_add_test(tcase, depth_is_bounded);
    tcase_add_test(tcase, attributes_and_namespaces_are_bounded);
    tcase_add_test(tcase, long_namespaces_are_compared_once);
    return run_suite(suite);
}
