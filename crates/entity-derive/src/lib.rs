//! `#[derive(Entity)]`: one documented struct becomes its table, columns, bind list, JSON, patch rules and
//! OpenAPI schema. The macro only lists the fields; what a field *type* can do is said once, by
//! `FieldType`, so that the expansion stays small and readable.
//!
//! On the struct: `#[entity(model = "Task", table = "tasks", path = "tasks")]`.
//! On a field: `read_only`, `create_only`, `required`, `virtual` (no column), `hidden` (not on the wire),
//! `max = 500` (characters), `one_of = "low|normal"`, `refers = "Project"`, `name = "task"` (wire name),
//! `column = "task_id"`, `sort` (has an index to sort by), `default = expression` (else the type's default).
//! `Default` is derived along.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Fields, LitInt, LitStr, parse_macro_input};

/// Derives `guildhall_core::entity::Entity`.
#[proc_macro_derive(Entity, attributes(entity))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

#[derive(Default)]
struct Table {
    model: String,
    table: String,
    path: String,
}

struct Column {
    ident: syn::Ident,
    ty: syn::Type,
    help: String,
    name: String,
    column: String,
    is_virtual: bool,
    hidden: bool,
    read_only: bool,
    create_only: bool,
    required: bool,
    sort: bool,
    max: Option<LitInt>,
    one_of: String,
    refers: String,
    default: Option<syn::Expr>,
}

fn table(input: &DeriveInput) -> syn::Result<Table> {
    let mut out = Table::default();
    for attr in input.attrs.iter().filter(|a| a.path().is_ident("entity")) {
        attr.parse_nested_meta(|meta| {
            let text: LitStr = meta.value()?.parse()?;
            match meta.path.get_ident().map(ToString::to_string).as_deref() {
                Some("model") => out.model = text.value(),
                Some("table") => out.table = text.value(),
                Some("path") => out.path = text.value(),
                _ => return Err(meta.error("expected model, table or path")),
            }
            Ok(())
        })?;
    }
    Ok(out)
}

fn doc(attrs: &[syn::Attribute]) -> String {
    let lines = attrs.iter().filter(|a| a.path().is_ident("doc")).filter_map(|a| match &a.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }),
            ..
        }) => Some(text.value().trim().to_owned()),
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in name.trim_start_matches("r#").chars() {
        match (c, upper) {
            ('_', _) => upper = true,
            (c, true) => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            (c, false) => out.push(c),
        }
    }
    out
}

fn column(field: &syn::Field) -> syn::Result<Column> {
    let ident = field.ident.clone().ok_or_else(|| syn::Error::new_spanned(field, "a named field"))?;
    let snake = ident.to_string().trim_start_matches("r#").to_owned();
    let mut out = Column {
        ty: field.ty.clone(),
        help: doc(&field.attrs),
        name: camel(&snake),
        column: snake,
        ident,
        is_virtual: false,
        hidden: false,
        read_only: false,
        create_only: false,
        required: false,
        sort: false,
        max: None,
        one_of: String::new(),
        refers: String::new(),
        default: None,
    };
    for attr in field.attrs.iter().filter(|a| a.path().is_ident("entity")) {
        attr.parse_nested_meta(|meta| {
            let text = |meta: &syn::meta::ParseNestedMeta<'_>| meta.value()?.parse::<LitStr>().map(|t| t.value());
            match meta.path.get_ident().map(ToString::to_string).as_deref() {
                Some("virtual") => out.is_virtual = true,
                Some("hidden") => out.hidden = true,
                Some("read_only") => out.read_only = true,
                Some("create_only") => out.create_only = true,
                Some("required") => out.required = true,
                Some("sort") => out.sort = true,
                Some("max") => out.max = Some(meta.value()?.parse()?),
                Some("one_of") => out.one_of = text(&meta)?,
                Some("refers") => out.refers = text(&meta)?,
                Some("name") => out.name = text(&meta)?,
                Some("column") => out.column = text(&meta)?,
                Some("default") => out.default = Some(meta.value()?.parse()?),
                _ => return Err(meta.error("unknown field attribute")),
            }
            Ok(())
        })?;
    }
    Ok(out)
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(input, "Entity is derived for structs"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(syn::Error::new_spanned(input, "Entity needs named fields"));
    };
    let Table { model, table, path } = table(input)?;
    let columns = named.named.iter().map(column).collect::<syn::Result<Vec<_>>>()?;
    let name = &input.ident;
    let help = doc(&input.attrs);
    let fields = columns.iter().map(meta);
    let stored: Vec<&Column> = columns.iter().filter(|c| !c.is_virtual).collect();
    let list = |prefix: &str| stored.iter().map(|c| format!("{prefix}{}", c.column)).collect::<Vec<_>>().join(", ");
    let (plain, prefixed) = (list(""), list("t."));
    let all = || columns.iter().enumerate();
    let bind = all()
        .filter(|(_, c)| !c.is_virtual)
        .map(|(i, Column { ident, .. })| quote!(#i => guildhall_store::Bind::value(&self.#ident)));
    let parse =
        all().map(|(i, Column { ident, .. })| quote!(#i => self.#ident = crate::field::FieldType::parse(value)?));
    let same = all().map(|(i, Column { ident, .. })| quote!(#i => self.#ident == other.#ident));
    let json = all().map(|(i, Column { ident, .. })| quote!(#i => crate::field::FieldType::to_json(&self.#ident)));
    let write = all().filter(|(_, c)| !c.hidden).map(|(i, c)| {
        let (ident, name) = (&c.ident, &c.name);
        quote!(#i => object.field(#name, &self.#ident))
    });
    let read = stored.iter().enumerate().map(|(i, Column { ident, .. })| quote!(#ident: row.get(from + #i)?));
    let rest = columns.iter().filter(|c| c.is_virtual).map(|Column { ident, .. }| quote!(#ident: Default::default()));
    let defaults = columns.iter().map(|c| {
        let ident = &c.ident;
        c.default.as_ref().map_or_else(|| quote!(#ident: Default::default()), |e| quote!(#ident: #e))
    });
    let index = columns.iter().enumerate().map(|(i, c)| {
        let constant = format_ident!("{}", c.ident.to_string().to_uppercase());
        quote!(pub const #constant: usize = #i;)
    });
    let deleted = columns.iter().find(|c| c.ident == "deleted_at").map(|c| c.column.clone());
    let deleted = deleted.ok_or_else(|| syn::Error::new_spanned(input, "Entity needs `deleted_at`"))?;
    Ok(quote! {
        /// Positions of the fields in `Entity::FIELDS`.
        #[expect(dead_code, reason = "one constant for each field, whether used or not")]
        impl #name { #(#index)* }
        impl Default for #name {
            fn default() -> Self { Self { #(#defaults),* } }
        }
        impl crate::entity::Entity for #name {
            const MODEL: &'static str = #model;
            const TABLE: &'static str = #table;
            const PATH: &'static str = #path;
            const HELP: &'static str = #help;
            const COLUMNS: &'static str = #plain;
            const COLUMNS_OF_T: &'static str = #prefixed;
            const DELETED: &'static str = #deleted;
            const FIELDS: &'static [crate::entity::Field] = &[#(#fields),*];
            fn head(&self) -> crate::entity::Head {
                crate::entity::Head { id: self.id.cast(), organization_id: self.organization_id, revision: self.revision }
            }
            fn set_head(&mut self, head: crate::entity::Head, now: crate::time::Timestamp) {
                if self.revision == 0 { self.created_at = now; }
                self.id = head.id.cast();
                self.organization_id = head.organization_id;
                self.revision = head.revision;
                self.updated_at = now;
            }
            fn deleted_at(&self) -> Option<crate::time::Timestamp> { self.deleted_at }
            fn set_deleted_at(&mut self, at: Option<crate::time::Timestamp>) { self.deleted_at = at; }
            fn bind(&self, field: usize) -> guildhall_store::Value<'_> {
                match field { #(#bind,)* _ => guildhall_store::Value::Null }
            }
            fn parse(&mut self, field: usize, value: &serde_json::Value) -> Result<(), crate::field::Refused> {
                match field { #(#parse,)* _ => {} }
                Ok(())
            }
            fn same(&self, other: &Self, field: usize) -> bool {
                match field { #(#same,)* _ => true }
            }
            fn json(&self, field: usize) -> serde_json::Value {
                match field { #(#json,)* _ => serde_json::Value::Null }
            }
            fn write(&self, field: usize, object: &mut crate::object::ObjectWriter<'_>) -> serde_json::Result<()> {
                match field { #(#write,)* _ => Ok(()) }
            }
            fn read(row: &guildhall_store::Row<'_>, from: usize) -> guildhall_store::Result<Self> {
                Ok(Self { #(#read,)* #(#rest,)* })
            }
        }
        impl guildhall_store::FromRow for #name {
            fn from_row(row: &guildhall_store::Row<'_>) -> guildhall_store::Result<Self> {
                <Self as crate::entity::Entity>::read(row, 0)
            }
        }
    })
}

fn meta(c: &Column) -> proc_macro2::TokenStream {
    let Column {
        ty,
        help,
        name,
        column,
        is_virtual,
        hidden,
        read_only,
        create_only,
        required,
        sort,
        one_of,
        refers,
        ..
    } = c;
    let max = c.max.as_ref().map_or_else(|| quote!(0), |max| quote!(#max));
    quote!(crate::entity::Field {
        name: #name, column: #column, help: #help,
        kind: <#ty as crate::field::FieldType>::KIND,
        nullable: <#ty as crate::field::FieldType>::NULLABLE,
        schema: <#ty as crate::field::FieldType>::schema,
        is_virtual: #is_virtual, hidden: #hidden, read_only: #read_only, create_only: #create_only,
        required: #required, sort: #sort, max: #max, one_of: #one_of, refers: #refers,
    })
}
