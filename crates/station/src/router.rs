//! The macro behind the command list: from one declaration come the router, the
//! permission check, the list for the documentation and the TypeScript types.

/// Declares every command: `/// what it does` `name: Request => Reply, Right;`.
macro_rules! commands {
    ($( $(#[doc = $doc:literal])+ $name:ident : $request:ty => $reply:ty, $right:ident; )+) => {
        /// Every command, in the order of the list.
        pub const COMMANDS: &[Command] = &[
            $(Command {
                name: stringify!($name),
                doc: concat!($($doc),+),
                request: stringify!($request),
                reply: stringify!($reply),
                right: ::counterfoil_domain::rights::Right::$right,
            },)+
        ];

        /// Routes one call: finds the command, checks the right, parses the
        /// request, runs it, writes the reply.
        pub(crate) fn route(
            call: &$crate::seat::Call<'_>,
            name: &str,
            request: &::serde_json::value::RawValue,
        ) -> Result<Box<::serde_json::value::RawValue>, $crate::fault::Fault> {
            match name {
                $(stringify!($name) => {
                    call.permit(stringify!($name), ::counterfoil_domain::rights::Right::$right)?;
                    let request: $request = $crate::rpc::parsed(request)?;
                    $crate::rpc::written(&commands::$name(call, request)?)
                })+
                other => Err($crate::fault::Fault::UnknownCommand { command: other.to_owned() }),
            }
        }

        /// Visits the type of every request and reply, for the TypeScript of the screens.
        #[doc(hidden)]
        pub fn visit_types(visitor: &mut impl ::ts_rs::TypeVisitor) {
            $(visitor.visit::<$request>(); visitor.visit::<$reply>();)+
        }
    };
}
